import unittest

from candidate import add


class TestAdd(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(add(2, 3), 5)

    def test_adds_nothing(self):
        with self.subTest(0):
            self.assertEqual(add(0, 0), 0)
