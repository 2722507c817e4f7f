# The same model of ordered items by lavaan (WLSMV): prints the seconds of each fit, one a line.
# Rscript wlsmv_vs_lavaan.R answers.csv model.txt times
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(lavaan))
answers <- read.csv(arguments[1])
model <- paste(readLines(arguments[2]), collapse = "\n")
run <- function() {
  fit <- cfa(model, answers, ordered = names(answers), estimator = "WLSMV")
  fitMeasures(fit)
  parameterEstimates(fit, standardized = TRUE)
  fit
}
cat("chisq", format(fitMeasures(run(), "chisq.scaled")[[1]], digits = 15), "\n")
for (i in seq_len(as.integer(arguments[3]))) cat("seconds", system.time(run())[["elapsed"]], "\n")
cat("lavaan", as.character(packageVersion("lavaan")), "\n")
