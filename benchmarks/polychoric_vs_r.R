# psych's and lavaan's polychoric matrices of one file of answers; run by polychoric_vs_r.py.
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages({library(lavaan); library(psych)})
answers <- read.csv(arguments[1])
jobs <- list(lavCor = function() suppressWarnings(lavCor(answers, ordered = names(answers))),
             polychoric = function() suppressWarnings(polychoric(answers)$rho))
cat("release psych", as.character(packageVersion("psych")), "\n")
cat("release lavaan", as.character(packageVersion("lavaan")), "\n")
for (job in names(jobs)) {
  R <- unclass(jobs[[job]]())                                 # a first run warms up
  cat("mean", job, format(mean(R[lower.tri(R)]), digits = 15), "\n")
  for (i in seq_len(as.integer(arguments[2]))) {
    start <- Sys.time(); jobs[[job]]()
    cat("seconds", job, as.numeric(Sys.time() - start, units = "secs"), "\n")
  }
}
