import unittest

from candidate import add


class TestAdd(unittest.TestCase):
    def test_a(self):
        self.assertTrue(add(2, 3) == 5)
