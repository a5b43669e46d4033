from candidate import persist


def test_tries_again():
    calls = 0

    def job():
        nonlocal calls
        calls += 1
        assert calls > 2, "not yet"
        return calls

    assert persist(job, 5) == 3


def test_tries_once_more():
    calls = [0]

    def job():
        calls[0] += 1
        assert calls[0] >= 2
        return "done"

    assert persist(job, 5) == "done"
