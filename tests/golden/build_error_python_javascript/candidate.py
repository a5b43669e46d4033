import js

js.postMessage({'stage': 'checks'})


def add(a, b):
    return a + b
