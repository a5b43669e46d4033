from candidate import trie, vector


def test_own_beside_own():
    assert trie("a", "b") == trie("b", "a")
    assert trie("a") != trie("b")
    assert len(trie("a")) == 1
    assert vector(1, 2) + vector(3, 4) == vector(4, 6)
    assert vector(1, 2) @ vector(3, 4) == 11
    assert [vector(1, 2)] == [vector(1, 2)]
