# The analyses of a validation, one after the other, in R: prints the seconds of each run.
# Rscript validate_vs_r.R folder times      (folder: perceptions.csv, expectations.csv, model.txt)
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({library(psych); library(GPArotation); library(lavaan); library(semTools)})
read <- function(name) read.csv(file.path(arguments[1], name))
perceptions <- read("perceptions.csv")
expectations <- read("expectations.csv")
lines <- readLines(file.path(arguments[1], "model.txt"))
factors <- sub(" =~.*", "", lines)
items <- lapply(strsplit(sub(".*=~ ", "", lines), " \\+ "), trimws)
all_items <- unlist(items)
one <- paste("quality =~", paste(all_items, collapse = " + "))
second <- c(lines, paste("quality =~", paste(factors, collapse = " + ")))
general <- c(lines, paste("general =~", paste(all_items, collapse = " + ")))

fitted <- function(model, ...) {
  fit <- cfa(paste(model, collapse = "\n"), perceptions, ...)
  fitMeasures(fit)
  parameterEstimates(fit, standardized = TRUE)
  fit
}

chain <- function() {
  gaps <- perceptions - expectations
  for (answers in list(perceptions, expectations, gaps)) {
    for (scale in items) {
      psych::alpha(answers[scale], warnings = FALSE)
      psych::omega(answers[scale], nfactors = 1, plot = FALSE)
    }
    psych::alpha(answers, warnings = FALSE)
  }
  psych::omega(perceptions, nfactors = length(factors), plot = FALSE)
  complete <- na.omit(perceptions)
  R <- cor(complete)
  psych::KMO(R)
  psych::cortest.bartlett(R, nrow(complete))
  psych::fa.parallel(complete, fm = "minres", fa = "both", n.iter = 100, plot = FALSE)
  psych::vss(complete, n = 8, plot = FALSE)
  psych::fa(complete, length(factors), fm = "minres", rotate = "oblimin")
  designed <- fitted(lines)
  fitted(one)
  fitted(second)
  fitted(general, orthogonal = TRUE, std.lv = TRUE)
  modificationIndices(designed)
  compRelSEM(designed)
  AVE(designed)
  htmt(paste(lines, collapse = "\n"), perceptions)
  for (item in all_items) {
    t.test(perceptions[[item]], expectations[[item]], paired = TRUE)
    wilcox.test(perceptions[[item]], expectations[[item]], paired = TRUE, exact = FALSE)
  }
  for (scale in c(items, list(all_items))) {
    t.test(rowMeans(perceptions[scale]), rowMeans(expectations[scale]), paired = TRUE)
  }
  designed
}

quiet <- function() {
  sink(nullfile())
  on.exit(sink())
  suppressMessages(suppressWarnings(chain()))
}
designed <- quiet()
cat("chisq", format(fitMeasures(designed, "chisq")[[1]], digits = 15), "\n")
for (i in seq_len(as.integer(arguments[2]))) {
  cat("seconds", system.time(quiet())[["elapsed"]], "\n")
}
