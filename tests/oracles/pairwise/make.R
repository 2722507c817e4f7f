# cov(use = "pairwise") and psych::alpha with missing answers, which takes it.
# Run in this folder: Rscript make.R; the answers are those of ../answers/holes.csv.
library(psych); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")))
x <- read.csv(file.path("..", "answers", "holes.csv"))
ends <- rep(1:5, c(4, 5, 4, 4, 5))
scales <- lapply(split(names(x), ends), function(items) {
  a <- suppressWarnings(alpha(x[items], warnings = FALSE))
  list(items = items, alpha = a$total$raw_alpha, alpha_std = a$total$std.alpha,
       lambda6 = a$total$`G6(smc)`, alpha_if_dropped = a$alpha.drop$raw_alpha)
})
write_json(list(versions = versions, cov = unname(cov(x, use = "pairwise")),
                mean = unname(colMeans(x, na.rm = TRUE)),
                n = min(crossprod(!is.na(as.matrix(x)))), scales = unname(scales)),
           "holes.json", digits = NA, auto_unbox = TRUE)
