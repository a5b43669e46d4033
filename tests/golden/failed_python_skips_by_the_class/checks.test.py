import unittest

from candidate import add


class TestAdd(unittest.TestCase):
    def test_a(self):
        self.assertEqual(add(2, 3), 5)

    def test_b(self):
        self.assertEqual(add(-2, 3), 1)
