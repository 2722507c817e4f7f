"""What speaks for or against each claim: one small module a claim, analyses in, evidence out."""
