# A Monte-Carlo study by a lavaan loop: prints the seconds of each pass, one a line.
# Rscript monte_carlo_vs_lavaan.R population.csv model.txt n draws times
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(lavaan))
sigma <- as.matrix(read.csv(arguments[1]))
model <- paste(readLines(arguments[2]), collapse = "\n")
n <- as.integer(arguments[3])
draws <- as.integer(arguments[4])
root <- chol(sigma)
set.seed(1)
for (i in seq_len(as.integer(arguments[5]))) {
  seconds <- system.time({
    rmsea <- replicate(draws, {
      answers <- matrix(rnorm(n * ncol(sigma)), n) %*% root
      colnames(answers) <- colnames(sigma)
      fit <- cfa(model, as.data.frame(answers), std.lv = TRUE)
      parameterEstimates(fit)
      fitMeasures(fit, c("chisq", "pvalue", "cfi", "tli", "rmsea", "srmr"))[["rmsea"]]
    })
  })[["elapsed"]]
  cat("seconds", seconds, "\n")
}
cat("rmsea", format(mean(rmsea), digits = 15), format(sd(rmsea), digits = 15), "\n")
cat("lavaan", as.character(packageVersion("lavaan")), "\n")
