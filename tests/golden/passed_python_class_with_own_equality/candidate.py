class Rational:
    def __init__(self, top, bottom=1):
        self.top, self.bottom = top, bottom

    def __eq__(self, other):
        other = other if isinstance(other, Rational) else Rational(other)
        return self.top * other.bottom == other.top * self.bottom

    def __hash__(self):
        return hash(self.top / self.bottom)

    def __add__(self, other):
        other = other if isinstance(other, Rational) else Rational(other)
        return Rational(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    __radd__ = __add__

    def __lt__(self, other):
        other = other if isinstance(other, Rational) else Rational(other)
        return self.top * other.bottom < other.top * self.bottom

    def __bool__(self):
        return self.top != 0

    def __float__(self):
        return self.top / self.bottom

    def __sub__(self, other):
        other = other if isinstance(other, Rational) else Rational(other)
        return self + Rational(-other.top, other.bottom)
