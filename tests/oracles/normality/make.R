# Rscript make.R: Mardia's coefficients by psych and semTools, and skewness by psych, on the answers
# of ../answers, written as JSON.
suppressMessages({library(psych); library(semTools); library(jsonlite)})
cases <- c("small", "survey", "bfi", "holes")
out <- list(versions = list(R = R.version.string, psych = as.character(packageVersion("psych")),
                            semTools = as.character(packageVersion("semTools"))))
for (case in cases) {
  path <- file.path("..", "answers", paste0(case, ".csv"))
  x <- na.omit(read.csv(path))
  m <- mardia(x, plot = FALSE)
  out[[case]] <- list(
    psych = list(b1p = m$b1p, b2p = m$b2p),
    skew = as.list(mardiaSkew(x)), kurtosis = as.list(mardiaKurtosis(x)),
    small = m$small.skew, item_skew = as.list(sapply(x, psych::skew, type = 2)),
    item_kurtosis = as.list(sapply(x, function(v) psych::kurtosi(v, type = 2))))
}
write_json(out, "normality.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
