# Bootstrap by lavaan and psych on the same answers: prints the seconds of each, and the versions.
# Rscript bootstrap_vs_r.R answers.csv model.txt draws reliability_draws
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({ library(lavaan); library(psych) })
answers <- read.csv(arguments[1])
model <- paste(readLines(arguments[2]), collapse = "\n")
draws <- as.integer(arguments[3])
set.seed(1)
fit <- cfa(model, answers)
what <- function(fit) c(coef(fit), fitMeasures(fit, c("chisq", "cfi", "tli", "rmsea", "srmr")))
seconds <- system.time(suppressWarnings(bootstrapLavaan(fit, R = draws, FUN = what)))[["elapsed"]]
cat("model", seconds, "\n")
items <- answers[, 1:4]
n <- nrow(items)
seconds <- system.time(for (i in seq_len(as.integer(arguments[4]))) {
  drawn <- items[sample.int(n, n, replace = TRUE), ]
  suppressWarnings(suppressMessages({
    psych::alpha(drawn, warnings = FALSE)$total$raw_alpha
    psych::omega(drawn, nfactors = 1, plot = FALSE)$omega.tot
  }))
})[["elapsed"]]
cat("reliability", seconds, "\n")
cat("lavaan", as.character(packageVersion("lavaan")), "\n")
cat("psych", as.character(packageVersion("psych")), "\n")
