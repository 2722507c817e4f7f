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

# ---- random intercept: nlme, Wald's limits by uniroot, balanced data by psych::ICC -----------------
library(nlme)
library(psych)
tight <- lmeControl(msTol = 1e-13, tolerance = 1e-13, msMaxIter = 500, maxIter = 500, returnObject = TRUE)
intercept <- function(y, g) {
  ok <- !is.na(y) & !is.na(g)
  d <- data.frame(y = y[ok], g = factor(g[ok]))
  fit <- lme(y ~ 1, random = ~ 1 | g, data = d, method = "REML", control = tight)
  none <- gls(y ~ 1, data = d, method = "REML")
  v <- c(getVarCov(fit)[1, 1], fit$sigma^2)
  lr <- max(2 * as.numeric(logLik(fit) - logLik(none)), 0)
  n <- tapply(d$y, d$g, length); m <- tapply(d$y, d$g, mean); k <- length(n); N <- nrow(d)
  a <- anova(lm(y ~ g, data = d)); msb <- a[["Mean Sq"]][1]; msw <- a[["Mean Sq"]][2]
  n0 <- (N - sum(n^2) / N) / (k - 1)
  h <- function(theta) { w <- n / (1 + n * theta); sum(w * (m - sum(w * m) / sum(w))^2) / (k - 1) / msw }
  limit <- function(p) {
    q <- qf(p, k - 1, N - k)
    if (h(0) <= q) return(0)
    theta <- uniroot(function(x) h(x) - q, c(0, 1e4), tol = 1e-14)$root
    theta / (1 + theta)
  }
  se <- sqrt(vcov(fit)[1, 1])
  # prediction variance with the uncertainty of the mean, by Henderson's equations
  z <- model.matrix(~ 0 + g, d)
  lhs <- rbind(cbind(N, t(colSums(z))), cbind(colSums(z), crossprod(z) + diag(v[2] / v[1], k)))
  inverse <- solve(lhs) * v[2]
  error <- sqrt(diag(cbind(1, diag(k)) %*% inverse %*% t(cbind(1, diag(k)))))
  list(n = N, groups = k, mean = fixef(fit)[[1]], se = se, low = fixef(fit)[[1]] - qt(.975, k - 1) * se,
       high = fixef(fit)[[1]] + qt(.975, k - 1) * se, between = v[1], within = v[2],
       icc = v[1] / sum(v), icc_low = limit(.975), icc_high = limit(.025),
       icc_anova = (msb - msw) / (msb + (n0 - 1) * msw), lr = lr,
       lr_p = if (lr > 1e-9) 0.5 * pchisq(lr, 1, lower.tail = FALSE) else 1, f = a[["F value"]][1], f_p = a[["Pr(>F)"]][1],
       pooled = setNames(as.list(coef(fit)[[1]]), rownames(coef(fit))),
       pooled_se = setNames(as.list(error), levels(d$g)))
}
effect <- c(-0.8, 0.1, 0.5, -0.2, 0.9, -0.4)
balanced <- matrix(rnorm(72), 12) + rep(effect, each = 12)
icc <- ICC(t(balanced), lmer = FALSE)$results
none <- list(y = rep(c(1, 2, 3, 4, 5, 6, 7, 8), 3) + rep(c(0, 0.1, 0.2), each = 8), g = rep(1:3, each = 8))
write_json(list(r = as.character(getRversion()), nlme = as.character(packageVersion("nlme")),
  psych = as.character(packageVersion("psych")),
  dimensions = lapply(scores, intercept, g = survey$branch),
  balanced = list(y = balanced, model = intercept(as.vector(balanced), rep(1:6, each = 12)),
    icc1 = icc$ICC[1], icc1_low = icc[["lower bound"]][1], icc1_high = icc[["upper bound"]][1],
    icc1k = icc$ICC[4], icc1k_low = icc[["lower bound"]][4], icc1k_high = icc[["upper bound"]][4]),
  none = list(y = none$y, g = none$g, model = intercept(none$y, none$g))),
  "multilevel.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)

# ---- waves: Welch, paired t, a contrast of means, chi-square ---------------------------------------
second <- data.frame(row = 1:70, branch = sample(c("centre", "harbour", "mill"), 70, TRUE, c(.2, .6, .2)))
second$id <- c(sample(1:95, 45), 101:125)
third <- data.frame(row = 1:60, branch = sample(c("centre", "harbour", "mill"), 60, TRUE))
third$id <- c(sample(second$id[1:45], 30), sample(setdiff(1:95, second$id), 10), 201:220)
wave <- function(d, shift) {
  old <- survey[match(d$id, survey$row), ]
  for (k in 1:5) for (f in c("E", "P")) {
    start <- old[[paste0(f, k)]]
    fresh <- clamp(rnorm(nrow(d), if (f == "E") 6 else 4.6, 1))
    move <- if (f == "P") shift * (k < 3) else -shift * (k > 3)
    d[[paste0(f, k)]] <- clamp(ifelse(is.na(start), fresh, start) + move + rnorm(nrow(d), sd = 0.7))
  }
  for (column in grep("^[EP]", names(d), value = TRUE)) d[[column]][sample(nrow(d), 3)] <- NA
  d[sample(nrow(d)), ]
}
second <- wave(second, 0.5); second$row <- 1:70
third <- wave(third, 0.9); third$row <- 1:60
write.csv(second, "wave2.csv", row.names = FALSE, na = "")
write.csv(third, "wave3.csv", row.names = FALSE, na = "")
survey$id <- survey$row
waves <- list(first = survey, second = second, third = third)

halves <- function(d, items) {
  p <- as.matrix(d[paste0("P", items)]); e <- as.matrix(d[paste0("E", items)])
  both <- !is.na(p) & !is.na(e)
  p[!both] <- NA; e[!both] <- NA
  ok <- rowSums(both) * 2 >= length(items)
  list(perception = ifelse(ok, rowMeans(p, na.rm = TRUE), NA), expectation = ifelse(ok, rowMeans(e, na.rm = TRUE), NA))
}
all <- lapply(waves, function(d) {
  care <- halves(d, 1:2); speed <- halves(d, 3:5)
  total <- Map(function(a, b) (a + b) / 2, care, speed)
  lapply(list(care = care, speed = speed, total = total), function(h) c(h, list(gap = h$perception - h$expectation)))
})
comparisons <- list(c("first", "second"), c("first", "third"), c("second", "third"))
welch <- function(old, new, size = TRUE) {
  old <- old[!is.na(old)]; new <- new[!is.na(new)]
  t <- t.test(new, old)
  basic <- list(n_since = length(old), n = length(new), change = mean(new) - mean(old), low = t$conf.int[1],
    high = t$conf.int[2], t = unname(t$statistic), df = unname(t$parameter), p = t$p.value)
  if (size) c(basic, hedges(mean(new) - mean(old), length(new), sd(new), length(old), sd(old))) else basic
}
paired <- function(old, new) {
  ok <- !is.na(old) & !is.na(new); d <- new[ok] - old[ok]; t <- t.test(d); n <- sum(ok)
  ratio <- sd(d) / sqrt((var(old[ok]) + var(new[ok])) / 2)
  dz <- mean(d) / sd(d); tt <- unname(t$statistic)
  limits <- c(ncp_t(tt, n - 1, .975), ncp_t(tt, n - 1, .025)) / sqrt(n)
  list(n = n, change = mean(d), sd = sd(d), low = t$conf.int[1], high = t$conf.int[2], t = tt, df = n - 1,
       p = t$p.value, dz = dz, dz_low = limits[1], dz_high = limits[2], dav = dz * ratio,
       dav_low = limits[1] * ratio, dav_high = limits[2] * ratio)
}
parts <- function(found, compare) {
  for (h in c("perception", "expectation")) {
    x <- compare(h)
    found[[paste0(h, "_change")]] <- x$change; found[[paste0(h, "_low")]] <- x$low; found[[paste0(h, "_high")]] <- x$high
  }
  found
}
line <- function(dimension, times) {
  y <- lapply(all, function(w) { v <- w[[dimension]]$gap; v[!is.na(v)] })
  a <- (times - mean(times)) / sum((times - mean(times))^2)
  v <- sapply(y, var) / lengths(y)
  slope <- sum(a * sapply(y, mean)); se <- sqrt(sum(a^2 * v)); df <- se^4 / sum((a^2 * v)^2 / (lengths(y) - 1))
  list(slope = slope, se = se, df = df, low = slope - qt(.975, df) * se, high = slope + qt(.975, df) * se,
       p = 2 * pt(-abs(slope / se), df))
}
panel_line <- function(dimension, times) {
  ids <- Reduce(intersect, lapply(waves, `[[`, "id"))
  y <- sapply(names(waves), function(w) all[[w]][[dimension]]$gap[match(ids, waves[[w]]$id)])
  b <- apply(y[complete.cases(y), ], 1, function(v) coef(lm(v ~ times))[[2]])
  t <- t.test(b)
  list(n = length(b), slope = mean(b), low = t$conf.int[1], high = t$conf.int[2], p = t$p.value)
}
shares <- chisq.test(sapply(waves, function(d) table(factor(d$branch, sort(unique(survey$branch))))), correct = FALSE)
stays <- survey$id %in% third$id
dropping <- suppressWarnings(chisq.test(table(survey$branch, stays), correct = FALSE))
dims <- c("care", "speed", "total")
write_json(list(r = as.character(getRversion()),
  independent = lapply(comparisons, function(ab) list(since = ab[1], wave = ab[2], dimensions = lapply(setNames(dims, dims), function(d)
    parts(welch(all[[ab[1]]][[d]]$gap, all[[ab[2]]][[d]]$gap), function(h) welch(all[[ab[1]]][[d]][[h]], all[[ab[2]]][[d]][[h]], FALSE))))),
  paired = lapply(comparisons, function(ab) {
    ids <- intersect(waves[[ab[1]]]$id, waves[[ab[2]]]$id)
    at <- lapply(ab, function(w) match(ids, waves[[w]]$id))
    left <- setdiff(waves[[ab[1]]]$id, ids)
    list(since = ab[1], wave = ab[2], stayed = length(ids), dimensions = lapply(setNames(dims, dims), function(d) {
      pick <- function(h) Map(function(w, i) all[[w]][[d]][[h]][i], ab, at)
      g <- pick("gap")
      parts(paired(g[[1]], g[[2]]), function(h) { x <- pick(h); paired(x[[1]], x[[2]]) })
    }), dropouts = lapply(setNames(dims, dims), function(d) {
      x <- welch(all[[ab[1]]][[d]]$gap[at[[1]]], all[[ab[1]]][[d]]$gap[match(left, waves[[ab[1]]]$id)])
      x[c("change", "low", "high", "p", "g")]
    }))
  }),
  line = lapply(setNames(dims, dims), line, times = c(2021, 2022, 2025)),
  panel_line = lapply(setNames(dims, dims), panel_line, times = c(0, 1, 2)),
  composition = list(chi2 = unname(shares$statistic), df = unname(shares$parameter), p = shares$p.value,
    least_expected = min(shares$expected), n = sum(shares$observed)),
  stayed = list(chi2 = unname(dropping$statistic), p = dropping$p.value)),
  "trend.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
