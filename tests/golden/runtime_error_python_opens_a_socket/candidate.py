import socket


def add(a, b):
    with socket.create_connection(("127.0.0.1", @PORT@), timeout=1) as connection:
        connection.sendall(b"hello")
    return a + b
