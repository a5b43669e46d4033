from unittest.mock import Mock, call

from candidate import tell


def test_tells():
    listener = Mock()
    tell(listener)
    listener.assert_called_once_with(5)


def test_tells_in_order():
    listener = Mock()
    tell(listener)
    listener.assert_has_calls([call(5)])
