"""Is the process steady, and good enough: control charts, capability, the counts of Six Sigma."""
