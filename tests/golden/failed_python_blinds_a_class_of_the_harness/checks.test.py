import unittest
from candidate import add


class T(unittest.TestCase):
    def test_one(self):
        self.assertEqual(add(2, 3), 5)

    def test_two(self):
        self.assertEqual(add(-2, 3), 1)
