import unittest

from candidate import add


class TestAdd(unittest.TestCase):
    def test_adds(self):
        self.assertAlmostEqual(add(2, 3), 5)
