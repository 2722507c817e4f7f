# The same parallel analysis by psych (both kinds, 100 draws): prints the seconds of each run.
# Rscript parallel_vs_r.R answers.csv draws times
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(psych))
answers <- read.csv(arguments[1])
run <- function() {
  sink(nullfile())
  on.exit(sink())
  # sim and resampled data are both drawn by psych; there is no way to ask for one alone with factors
  suppressWarnings(fa.parallel(answers, fm = "minres", fa = "both", n.iter = as.integer(arguments[2]),
                               plot = FALSE, quant = .95))
}
found <- run()
cat("suggested", found$nfact, found$ncomp, "\n")
for (i in seq_len(as.integer(arguments[3]))) cat("seconds", system.time(run())[["elapsed"]], "\n")
cat("psych", as.character(packageVersion("psych")), "\n")
