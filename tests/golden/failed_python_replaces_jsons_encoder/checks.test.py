import json

from candidate import add


def test_adds():
    assert json.dumps(add(2, 3)) == json.dumps({"sum": 5})
