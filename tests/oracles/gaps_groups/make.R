# Oracle for groups of respondents: oneway.test, Games-Howell by ptukey, effect sizes by formula,
# on a simulated survey of four branches (one too small to show) with missing answers.
# Run in this folder: Rscript make.R
library(jsonlite)
set.seed(20261121)
clamp <- function(x) pmin(pmax(round(x), 1), 7)
sizes <- c(centre = 41, harbour = 28, mill = 19, north = 7)
branch <- sample(rep(names(sizes), sizes))
n <- length(branch)
shift <- c(centre = 0, harbour = -0.5, mill = 0.6, north = 0)[branch]
spread <- c(centre = 0.7, harbour = 1.3, mill = 0.9, north = 1)[branch]
level <- rnorm(n)
survey <- data.frame(row = seq_len(n), branch = branch)
for (k in 1:5) survey[[paste0("E", k)]] <- clamp(6 + 0.4 * level + rnorm(n, sd = 0.8))
for (k in 1:5)
  survey[[paste0("P", k)]] <- clamp(5 - 0.2 * k + shift * (k < 3) + 0.6 * level + rnorm(n, sd = spread))
for (column in names(survey)[-(1:2)]) survey[[column]][sample(n, 5)] <- NA
survey$branch[c(11, 60)] <- NA
write.csv(survey, "survey.csv", row.names = FALSE, na = "")

score <- function(items) {
  g <- as.matrix(survey[paste0("P", items)] - survey[paste0("E", items)])
  ifelse(rowSums(!is.na(g)) * 2 >= length(items), rowMeans(g, na.rm = TRUE), NA)
}
scores <- list(care = score(1:2), speed = score(3:5))
scores$total <- (scores$care + scores$speed) / 2

ncp_t <- function(t, df, p) uniroot(function(d) pt(t, df, ncp = d) - p, c(-30, 30), tol = 1e-13)$root
ncp_f <- function(f, df1, df2, p) {
  if (pf(f, df1, df2) <= p) return(0)
  uniroot(function(l) pf(f, df1, df2, ncp = l) - p, c(0, 500), tol = 1e-12)$root
}
hedges <- function(d, n1, s1, n2, s2) {
  df <- n1 + n2 - 2
  pooled <- sqrt(((n1 - 1) * s1^2 + (n2 - 1) * s2^2) / df)
  j <- exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
  root <- sqrt(1 / n1 + 1 / n2)
  t <- d / pooled / root
  list(g = j * d / pooled, g_low = j * root * ncp_t(t, df, .975), g_high = j * root * ncp_t(t, df, .025))
}
one <- function(y) {
  ok <- !is.na(y) & !is.na(survey$branch)
  y <- y[ok]; g <- survey$branch[ok]
  keep <- names(which(table(g) >= 10))
  y <- y[g %in% keep]; g <- factor(g[g %in% keep])
  means <- tapply(y, g, mean); sds <- tapply(y, g, sd); ns <- tapply(y, g, length)
  half <- qt(.975, ns - 1) * sds / sqrt(ns)
  w <- oneway.test(y ~ g)
  f <- unname(w$statistic); df1 <- unname(w$parameter[1]); df2 <- unname(w$parameter[2])
  limits <- sapply(c(.95, .05), function(p) { l <- ncp_f(f, df1, df2, p); l / (l + length(y)) })
  centred <- abs(y - tapply(y, g, median)[g])
  bf <- anova(lm(centred ~ g))
  ss <- anova(lm(y ~ g))[["Sum Sq"]]
  pairs <- combn(levels(g), 2, simplify = FALSE)
  list(
    groups = lapply(setNames(keep, keep), function(k) list(n = ns[[k]], mean = means[[k]], sd = sds[[k]],
      low = means[[k]] - half[[k]], high = means[[k]] + half[[k]])),
    anova = list(f = f, df1 = df1, df2 = df2, p = w$p.value,
      omega2 = max(0, df1 * (f - 1) / (df1 * (f - 1) + length(y))), omega2_low = limits[1],
      omega2_high = limits[2], eta2 = ss[1] / sum(ss), brown_forsythe_f = bf[["F value"]][1],
      brown_forsythe_p = bf[["Pr(>F)"]][1]),
    pairs = lapply(pairs, function(ab) {
      a <- ab[1]; b <- ab[2]
      v <- sds[c(a, b)]^2 / ns[c(a, b)]
      se <- sqrt(sum(v)); df <- sum(v)^2 / sum(v^2 / (ns[c(a, b)] - 1))
      d <- means[[a]] - means[[b]]
      # qtukey stops once steps are below 1e-4, so the quantile is polished against ptukey
      q <- uniroot(function(q) ptukey(q, length(keep), df) - .95, c(2, 6), tol = 1e-12)$root
      c(list(group_1 = a, group_2 = b, difference = d, t = d / se, df = df,
             p = ptukey(abs(d / se) * sqrt(2), length(keep), df, lower.tail = FALSE),
             low = d - q * se / sqrt(2), high = d + q * se / sqrt(2)),
        hedges(d, ns[[a]], sds[[a]], ns[[b]], sds[[b]]))
    }))
}
adjust <- function(found) {
  p <- p.adjust(sapply(found[c("care", "speed")], function(x) x$anova$p), "holm")
  found$care$anova$p_holm <- p[[1]]; found$speed$anova$p_holm <- p[[2]]
  found$total$anova$p_holm <- found$total$anova$p
  found
}
write_json(list(r = as.character(getRversion()), jsonlite = as.character(packageVersion("jsonlite")),
  dimensions = adjust(lapply(scores, one))), "groups.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
