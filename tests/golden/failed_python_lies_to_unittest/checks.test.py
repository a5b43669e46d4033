import unittest

from candidate import add


class TestAdd(unittest.TestCase):
    def test_equal(self):
        self.assertEqual(add(2, 3), 5)

    def test_less(self):
        self.assertLess(add(2, 3), 6)

    def test_greater(self):
        self.assertGreaterEqual(add(2, 3), 5)

    def test_in(self):
        self.assertIn(5, add(2, 3))

    def test_list(self):
        self.assertListEqual([add(2, 3)], [5])

    def test_count(self):
        self.assertCountEqual([add(2, 3)], [5])
