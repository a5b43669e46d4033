import unittest

from candidate import add


class TestAdd(unittest.TestCase):
    def check(self, value, wanted):
        self.assertEqual(value, wanted)

    def test_a(self):
        self.check(add(2, 3), 5)

    def test_b(self):
        self.check(add(-2, 3), 1)
