"""Changes of several rows, one function per act, one transaction each."""
