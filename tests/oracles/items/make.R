# psych::describe, alpha's item table and smc on the shared answers. Run in this folder: Rscript make.R
library(psych); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")))
designs <- list(survey = c(4, 5, 4, 4, 5), holes = c(4, 5, 4, 4, 5), small = c(4, 4, 4),
                bfi = c(5, 5, 5, 5, 5))
for (case in names(designs)) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))
  d <- describe(x, type = 3)
  ends <- rep(seq_along(designs[[case]]), designs[[case]])
  scales <- lapply(split(names(x), ends), function(items) {
    whole <- na.omit(x[items])
    a <- suppressWarnings(alpha(whole, warnings = FALSE))
    list(items = items, n = nrow(whole), r_drop = a$item.stats$r.drop,
         alpha_if_dropped = a$alpha.drop$raw_alpha, smc = unname(smc(cor(whole))))
  })
  low <- min(x, na.rm = TRUE); high <- max(x, na.rm = TRUE)
  write_json(list(versions = versions, items = names(x), n = d$n, mean = d$mean, sd = d$sd,
                  median = d$median, skew = d$skew, kurtosis = d$kurtosis,
                  floor_pct = unname(100 * colMeans(x == low, na.rm = TRUE)),
                  ceiling_pct = unname(100 * colMeans(x == high, na.rm = TRUE)),
                  scales = unname(scales)),
             paste0(case, ".json"), digits = NA, auto_unbox = TRUE)
}
