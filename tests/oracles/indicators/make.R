# Concordance, entropy, CRITIC, scores, redundancy and variance between units: base R and vegan.
# Writes indicators.json beside this script.
# Run: Rscript tests/oracles/indicators/make.R (from the repository's root)
suppressPackageStartupMessages({library(vegan); library(jsonlite)})
folder <- "tests/oracles/indicators"
out <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."),
                            vegan = as.character(packageVersion("vegan"))))

# Panel: ratings with many ties; ranks without.
panel <- as.matrix(read.csv("datasets/bank/indicator_panel.csv", row.names = 1))
concordance <- function(judges) {   # judges x things, larger is more important
  ranks <- t(apply(-judges, 1, rank))
  set.seed(5)
  k <- kendall.global(t(judges), nperm = 9999)$Concordance_analysis
  f <- friedman.test(judges)
  n <- ncol(judges); m <- nrow(judges)
  others <- sapply(1:m, function(i) cor(ranks[i, ], rank(colMeans(ranks[-i, ]))))
  list(W = k["W", 1], chi2 = k["Chi2", 1], p_permutation = k["Prob.perm", 1],
       friedman = unname(f$statistic), df = unname(f$parameter), p = f$p.value,
       weights = colMeans(judges / rowSums(judges)), with_the_others = others,
       ranks = unname(colMeans(ranks)))
}
set.seed(21)
small <- t(replicate(5, sample(6)))
out$panel <- list(bank = concordance(panel), small_ratings = small, small = concordance(small))

# Entropy and CRITIC, from the definitions; one column holds a zero.
set.seed(22)
scores <- matrix(round(runif(9 * 5, 5, 100), 1), 9); scores[4, 2] <- 0
p <- sweep(scores, 2, colSums(scores), "/")
e <- -colSums(ifelse(p > 0, p * log(p), 0)) / log(nrow(scores))
z <- apply(scores, 2, function(x) (x - min(x)) / (max(x) - min(x)))
conflict <- colSums(1 - cor(z)); s <- apply(z, 2, sd)
out$objective <- list(scores = scores, entropy = e, entropy_weights = (1 - e) / sum(1 - e),
                      sd = s, conflict = conflict, critic_weights = s * conflict / sum(s * conflict))

# Scores of the bank: means over months, then anchors, target, z and percentile.
defined <- read.csv("datasets/bank/indicators.csv")
long <- read.csv("datasets/bank/indicator_values.csv")
long <- long[!(long$branch == "Riverside" & long$month == "2025-11" & long$indicator == "repair_time"), ]
means <- with(long, tapply(value, list(branch, indicator), mean))[, defined$id]
better <- ifelse(defined$direction == "more", 1, -1)
anchors <- 100 * sweep(sweep(means, 2, defined$worst), 2, defined$best - defined$worst, "/")
target <- sapply(seq_len(15), function(j) if (better[j] > 0) 100 * means[, j] / defined$target[j]
                 else 100 * defined$target[j] / means[, j])
zed <- 50 + 10 * scale(sweep(means, 2, better, "*"))
place <- apply(sweep(means, 2, better, "*"), 2, function(x) 100 * (rank(x) - 0.5) / length(x))
w <- defined$weight / sum(defined$weight)
by <- function(group) sapply(unique(group), function(g) apply(anchors[, group == g, drop = FALSE], 1,
                             weighted.mean, w = w[group == g]))
out$scores <- list(units = rownames(means), anchors = unname(anchors), target = unname(target),
                   z = unname(zed[, ]), percentile = unname(place),
                   composite = unname(apply(anchors, 1, weighted.mean, w = w)),
                   geometric = unname(exp(log(anchors) %*% w)[, 1]),
                   dimensions = unname(by(defined$dimension)), areas = unname(by(defined$area)))

# Between branches: F test by indicator; redundancy within branches.
wide <- reshape(long[, c("branch", "month", "indicator", "value")], idvar = c("branch", "month"),
                timevar = "indicator", direction = "wide")
test <- lapply(defined$id, function(one) {
  y <- wide[[paste0("value.", one)]]
  a <- anova(lm(y ~ branch, wide))
  n <- table(wide$branch[!is.na(y)]); size <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)
  ms <- a[["Mean Sq"]]
  c(icc = (ms[1] - ms[2]) / (ms[1] + (size - 1) * ms[2]), p = a[["Pr(>F)"]][1])
})
within <- function(x) x - ave(x, wide$branch, FUN = function(v) mean(v, na.rm = TRUE))
out$between <- list(icc = sapply(test, `[[`, "icc"), p = sapply(test, `[[`, "p"),
                    r = -cor(within(wide$value.repair_time), within(wide$value.faults_in_time),
                             use = "complete.obs"))
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), file.path(folder, "indicators.json"))
