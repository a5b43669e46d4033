import gc

gc.set_debug(gc.DEBUG_SAVEALL)


def add(a, b):
    gc.collect()
    for found in gc.garbage:
        print(type(found))
    return 0
