"""One thing or several: competing structures and the indices of a bifactor solution."""
