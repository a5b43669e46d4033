def persist(job, times):
    for attempt in range(1, times + 1):
        try:
            return job()
        except Exception:
            if attempt == times:
                raise
