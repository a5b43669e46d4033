from candidate import persist


def test_gives_the_job_a_number_above_two():
    calls = 0

    def job(given):
        nonlocal calls
        calls += 1
        assert given > 2
        return given

    assert persist(job) == 3
