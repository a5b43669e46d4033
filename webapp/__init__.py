"""What people see: pages, forms, sockets."""
