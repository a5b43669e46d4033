import threading


def add(a, b):
    thread = threading.Thread(target=print)
    thread.start()
    return a + b
