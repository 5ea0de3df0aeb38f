"""Who meets whom: shared hours, peers by topic and stage, pairs at random; plain Python, ties by a seed."""
