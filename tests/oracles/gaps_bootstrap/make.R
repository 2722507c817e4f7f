# Bootstrap intervals of mean gaps by R's boot package: percentile and BCa, respondents resampled
# whole. Run in this folder: Rscript make.R
# Answers on a slider (0 to 100, one decimal) have no ties between resampled means and the sample's,
# where boot counts "below" and svqkit half of what is equal.
suppressPackageStartupMessages({library(boot); library(jsonlite)})
set.seed(20240702)
n <- 70
clamp <- function(x) round(pmin(pmax(x, 0), 100), 1)
level <- rnorm(n, sd = 8)
survey <- data.frame(row = seq_len(n), branch = rep(c("north", "south"), c(45, 25)))
for (k in 1:5) survey[[paste0("E", k)]] <- clamp(95 - rexp(n, 1 / 12) + level / 3)
for (k in 1:5) survey[[paste0("P", k)]] <- clamp(82 - 4 * k - rexp(n, 1 / 20) + level)
for (column in names(survey)[-(1:2)]) survey[[column]][sample(n, 5)] <- NA
write.csv(survey, "survey.csv", row.names = FALSE, na = "")
dims <- list(care = c(1, 2), speed = c(3, 4, 5))
G <- as.matrix(survey[paste0("P", 1:5)]) - as.matrix(survey[paste0("E", 1:5)])
colnames(G) <- paste0("Q", 1:5)
scored <- sapply(dims, function(k) {
  form <- function(f) {
    values <- as.matrix(survey[paste0(f, k)]); values[is.na(G[, k])] <- NA
    out <- rowMeans(values, na.rm = TRUE); out[rowSums(!is.na(G[, k])) < length(k) / 2] <- NA; out
  }
  form("P") - form("E")
})
values <- cbind(G, scored, total = rowMeans(scored))
R <- 19999
means <- function(d, i) colMeans(d[i, , drop = FALSE], na.rm = TRUE)
one <- function(d) {
  b <- boot(d, means, R = R)
  out <- lapply(seq_len(ncol(d)), function(k) {
    L <- empinf(data = d[, k], statistic = function(x, i) mean(x[i], na.rm = TRUE), stype = "i", type = "jack")
    ci <- boot.ci(b, index = k, type = c("perc", "bca"), L = L)
    list(se = sd(b$t[, k]), percentile = ci$percent[4:5], bca = ci$bca[4:5])
  })
  setNames(out, colnames(d))
}
took <- system.time(whole <- one(values))[["elapsed"]]
north <- one(values[survey$branch == "north", ])
write_json(list(
  made_with = list(R = R.version.string, boot = as.character(packageVersion("boot")),
                   jsonlite = as.character(packageVersion("jsonlite"))),
  resamples = R, whole = whole, north = north), "survey.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
message(sprintf("%.2f s for %d resamples of %d means", took, R, ncol(values)))
