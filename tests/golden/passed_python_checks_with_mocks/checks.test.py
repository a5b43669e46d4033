import io
import unittest
from contextlib import redirect_stdout
from unittest import mock
from unittest.mock import MagicMock, call, patch

from candidate import each, greet, roll


class TestRoll(unittest.TestCase):
    def test_patched(self):
        with patch("random.randint", return_value=4) as randint, patch("time.sleep"):
            self.assertEqual(roll(), 4)
        randint.assert_called_once_with(1, 6)

    @patch("random.randint")
    def test_decorated(self, randint):
        randint.return_value = 2
        assert roll() == 2

    def test_calls(self):
        seen = MagicMock()
        each([1, 2], seen)
        assert seen.call_args_list == [call(1), call(2)]
        assert seen.call_count == 2 and seen.called

    def test_prints(self):
        out = io.StringIO()
        with redirect_stdout(out), patch("builtins.input", return_value="you"):
            greet()
        assert out.getvalue() == "hello you\n"

    @unittest.skipIf(True, "not here")
    def test_skipped(self):
        raise AssertionError
