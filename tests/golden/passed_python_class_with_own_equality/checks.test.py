import unittest

from candidate import Rational


class TestRational(unittest.TestCase):
    def test_equal(self):
        self.assertEqual(Rational(1, 2), Rational(2, 4))
        self.assertEqual(Rational(4, 2), 2)
        self.assertNotEqual(Rational(1, 2), 1)
        assert Rational(1, 2) in [Rational(2, 4)]
        assert [Rational(1, 2), 3] == [Rational(2, 4), 3]
        assert {Rational(1, 2)} == {Rational(2, 4)}

    def test_order(self):
        self.assertLess(Rational(1, 3), Rational(1, 2))
        assert Rational(1, 3) < Rational(1, 2) < Rational(2, 3)
        assert Rational(1, 2) < 1 and not Rational(3, 2) < 1
        assert sorted([Rational(2), Rational(1)])[0] == 1

    def test_sums(self):
        assert sum([Rational(1, 2), Rational(1, 2)], Rational(0)) == 1
        assert 1 + Rational(1, 2) == Rational(3, 2)
        assert Rational(1, 2) and not Rational(0)
        self.assertAlmostEqual(float(Rational(1, 2) - 0), 0.5)
        assert isinstance(Rational(1, 2), Rational)
