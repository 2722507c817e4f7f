"""What came back: reading, checking and screening answers, data sets, simulation."""
