import candidate
from candidate import Item


def test_tuples():
    assert candidate.point() == (1, 2) and candidate.point().x == 1
    assert candidate.pair() == (1, [1])
    assert candidate.Point(1, 2) == (1, 2)
    assert [candidate.point()] == [(1, 2)]
    assert isinstance(candidate.point(), tuple)


def test_enumerations():
    assert colour() == candidate.Colour.RED
    assert colour().value == "red"
    assert candidate.Level.LOW == 1
    assert {colour(): 1} == {candidate.Colour.RED: 1}
    assert list(candidate.Colour.__members__) == ["RED"]


def test_containers():
    made = stack()
    made.push(2)
    assert made == [1, 2] and len(made) == 2 and 2 in made and made.count(2) == 1
    a, b, c, d = counts()
    assert a == {"a": 2, "b": 1} and b == {"a": 1} and c == {"a": 2} and list(d) == [1, 2]


def test_items():
    assert sorted(items()) == [Item("a", 1.0), Item("b", 2.0)]
    assert items()[0] == Item("b", 2.0) and items()[0] != Item("a", 1.0)
    assert max(items()).name == "b"


def test_text():
    assert text() == "hello" and "ell" in text() and text().startswith("he") and text() + "!" == "hello!"
    assert f"{text()}" == "hello" and text() < "i" and "%s" % text() == "hello"


def test_nodes():
    first = nodes()
    assert first and first.next and first.next.value == 2 and first.next.next is None
    assert first is not None and first != None and first == first and first in [first]
    assert not first.next.next
