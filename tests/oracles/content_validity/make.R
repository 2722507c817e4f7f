# Content validity of made-up ratings: exact intervals, chance agreement, critical CVR, in base R.
# Run in this folder: Rscript make.R
library(jsonlite)

set.seed(20240611)
experts <- 11
ratings <- sapply(1:9, function(item) sample(1:4, experts, replace = TRUE, prob = c(1, 1, item, item)))
ratings[cbind(c(2, 5, 5, 11), c(1, 3, 4, 9))] <- NA
colnames(ratings) <- paste0("Q", 1:9)
write.csv(ratings, "ratings.csv", row.names = FALSE, na = "")

hits <- colSums(ratings >= 3, na.rm = TRUE)
n <- colSums(!is.na(ratings))
interval <- t(mapply(function(x, size) binom.test(x, size)$conf.int, hits, n))
chance <- dbinom(hits, n, 0.5)
i_cvi <- hits / n
critical <- function(size, alpha = 0.05) {
  least <- qbinom(alpha, size, 0.5, lower.tail = FALSE) + 1
  if (least > size) NA else 2 * least / size - 1
}
panels <- 3:60
write(toJSON(list(
  versions = list(R = as.character(getRversion()), jsonlite = as.character(packageVersion("jsonlite"))),
  n = unname(n), relevant = unname(hits), i_cvi = unname(i_cvi),
  low = unname(interval[, 1]), high = unname(interval[, 2]),
  chance = unname(chance), kappa = unname((i_cvi - chance) / (1 - chance)),
  s_cvi_ave = mean(i_cvi), s_cvi_ua = mean(hits == n),
  cvr = unname((hits - n / 2) / (n / 2)),
  cvr_p = unname(pbinom(hits - 1, n, 0.5, lower.tail = FALSE)),
  panels = panels,
  critical_05 = sapply(panels, critical), critical_01 = sapply(panels, critical, alpha = 0.01)
), digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"), "base_r.json")
