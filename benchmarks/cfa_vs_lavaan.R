# The same model on the same answers by lavaan: prints the seconds of each fit, one a line.
# Rscript cfa_vs_lavaan.R answers.csv model.txt times
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(lavaan))
answers <- read.csv(arguments[1])
model <- paste(readLines(arguments[2]), collapse = "\n")
fit <- cfa(model, answers)
cat("chisq", format(fitMeasures(fit, "chisq")[[1]], digits = 15), "\n")
for (i in seq_len(as.integer(arguments[3]))) {
  seconds <- system.time({
    fit <- cfa(model, answers)
    fitMeasures(fit)
    parameterEstimates(fit, standardized = TRUE)
  })[["elapsed"]]
  cat("seconds", seconds, "\n")
}
cat("lavaan", as.character(packageVersion("lavaan")), "\n")
