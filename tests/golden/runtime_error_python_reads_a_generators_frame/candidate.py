def add(a, b):
    def walk():
        yield here.gi_frame.f_back

    here = walk()
    return next(here)
