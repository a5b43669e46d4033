def persist(job):
    for given in range(20):
        try:
            return job(given)
        except AssertionError:
            pass
