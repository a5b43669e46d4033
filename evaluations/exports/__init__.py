"""Files that people download: a run as csv, json, JUnit or xlsx, answers, the HTML report, preference pairs (DPO)."""
