# The same exploratory analysis by psych: prints the seconds of each run, one a line.
# Rscript efa_vs_r.R answers.csv factors times
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({library(psych); library(GPArotation)})
answers <- read.csv(arguments[1])
factors <- as.integer(arguments[2])
fit <- fa(answers, factors, fm = "minres", rotate = "oblimin")
cat("chisq", format(fit$STATISTIC, digits = 15), "\n")
for (i in seq_len(as.integer(arguments[3]))) {
  cat("seconds", system.time(fa(answers, factors, fm = "minres", rotate = "oblimin"))[["elapsed"]], "\n")
}
cat("psych", as.character(packageVersion("psych")), "\n")
