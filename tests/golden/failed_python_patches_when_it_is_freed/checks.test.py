import unittest

from candidate import add


class Tests(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(add(2, 3), 5)
