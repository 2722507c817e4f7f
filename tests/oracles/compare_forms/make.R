# Forms of scoring compared in R: alphas (psych), sums (Mosier) and differences (Johns) by their
# formulas, regressions (lm, anova), the same folds' cross-validation by lm, BCa intervals (boot).
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(jsonlite); library(psych); library(boot) })
set.seed(66)
n <- 240; k <- c(care = 4, speed = 3)
likert <- function(v) pmin(7, pmax(1, round(v)))
wish <- rnorm(n); view <- .4 * wish + rnorm(n)
E <- P <- D <- NULL
for (d in seq_along(k)) {
  own_e <- .7 * wish + .5 * rnorm(n); own_p <- .7 * view + .5 * rnorm(n)
  for (j in 1:k[d]) {
    E <- cbind(E, likert(6 + .8 * own_e + .6 * rnorm(n))); P <- cbind(P, likert(4.8 + own_p + .7 * rnorm(n)))
    D <- cbind(D, likert(4 + .8 * own_p - .5 * own_e + .8 * rnorm(n)))
  }
}
codes <- paste0("Q", 1:7); at <- list(care = 1:4, speed = 5:7)
points <- round(100 * plogis(rnorm(n, 0, .5))); W <- cbind(care = points, speed = 100 - points)
Ed <- sapply(at, function(i) rowMeans(E[, i])); Pd <- sapply(at, function(i) rowMeans(P[, i])); Dd <- sapply(at, function(i) rowMeans(D[, i]))
quality <- likert(4.5 + .8 * (rowMeans(Pd) - 4.8) - .15 * (rowMeans(Ed) - 6) + rnorm(n, 0, .8))
loyalty <- pmin(10, pmax(0, round(6 + 1.2 * (rowMeans(Pd) - 4.8) + rnorm(n, 0, 1.6))))
colnames(P) <- sub("Q", "P", codes); colnames(E) <- sub("Q", "E", codes); colnames(D) <- sub("Q", "D", codes)
write.csv(data.frame(P, E, D, W, quality, loyalty), "answers.csv", row.names = FALSE)

# Reliability
alpha_of <- function(X) suppressWarnings(psych::alpha(as.data.frame(matrix(X, nrow(X))), check.keys = FALSE))$total$raw_alpha
mosier <- function(X) { S <- sapply(at, function(i) rowMeans(X[, i])); a <- sapply(at, function(i) alpha_of(X[, i]))
  1 - sum(diag(var(S)) * (1 - a)) / sum(var(S)) }
johns <- function(rp, re, p, e) (var(p) * rp + var(e) * re - 2 * cov(p, e)) / (var(p) + var(e) - 2 * cov(p, e))
weighted <- function(X) { S <- sapply(at, function(i) rowMeans(X[, i])); a <- sapply(at, function(i) alpha_of(X[, i])); w <- W / 100
  error <- colMeans(w^2) * apply(S, 2, var) * (1 - a) * (n - 1) / n; of_n <- function(v) var(v) * (n - 1) / n
  c(1 - error / apply(w * S, 2, of_n), total = 1 - sum(error) / of_n(rowSums(w * S))) }
G <- unname(P) - unname(E)
forms <- list(servqual = G, servperf = P, direct = D)
reliability <- lapply(forms, function(X) list(care = alpha_of(X[, at$care]), speed = alpha_of(X[, at$speed]), all = alpha_of(X), total = mosier(X)))
formula <- c(sapply(names(at), function(d) johns(alpha_of(P[, at[[d]]]), alpha_of(E[, at[[d]]]), Pd[, d], Ed[, d])),
             total = johns(mosier(P), mosier(E), rowMeans(Pd), rowMeans(Ed)))

# Prediction
total <- list(servqual = cbind(rowMeans(Pd - Ed)), weighted_servqual = cbind(rowSums(W * (Pd - Ed)) / 100), servperf = cbind(rowMeans(Pd)),
  weighted_servperf = cbind(rowSums(W * Pd) / 100), direct = cbind(rowMeans(Dd)), components = cbind(rowMeans(Pd), rowMeans(Ed)))
p <- rowMeans(Pd); e <- rowMeans(Ed); total$quadratic <- cbind(p, e, p^2, p * e, e^2)
dims <- list(servqual = Pd - Ed, weighted_servqual = W * (Pd - Ed) / 100, servperf = Pd, weighted_servperf = W * Pd / 100, direct = Dd, components = cbind(Pd, Ed))
dims$quadratic <- do.call(cbind, lapply(1:2, function(d) cbind(Pd[, d], Ed[, d], Pd[, d]^2, Pd[, d] * Ed[, d], Ed[, d]^2)))
folds <- t(replicate(3, sample(rep(0:9, length.out = n))))
cv <- function(X, z) apply(folds, 1, function(part) { pred <- mean_of <- numeric(n)
  for (f in 0:9) { out <- part == f; m <- lm(z ~ ., data.frame(X, z)[!out, ]); pred[out] <- predict(m, data.frame(X)[out, , drop = FALSE]); mean_of[out] <- mean(z[!out]) }
  c(1 - sum((z - pred)^2) / sum((z - mean_of)^2), sqrt(mean((z - pred)^2))) })
one <- function(X, z, base) { m <- lm(z ~ X); s <- summary(m); v <- cv(as.data.frame(unname(X)), z); b <- cv(as.data.frame(unname(base)), z)
  f <- if (ncol(X) > ncol(base)) { a <- anova(lm(z ~ base), m); c(a$F[2], a$Df[2], a$Res.Df[2], a$`Pr(>F)`[2]) } else rep(NA, 4)
  list(r_squared = s$r.squared, adjusted = s$adj.r.squared, delta = s$r.squared - summary(lm(z ~ base))$r.squared, f = f,
       cv = rowMeans(v), cv_sd = apply(v, 1, sd), gain = mean(v[1, ] - b[1, ]), gain_sd = sd(v[1, ] - b[1, ])) }
predict_all <- function(z) list(total = lapply(total, one, z = z, base = total$servperf), dimensions = lapply(dims, one, z = z, base = dims$servperf))
delta_of <- function(data, rows) { d <- data[rows, ]; c(cor(d$z, d$g)^2 - cor(d$z, d$p)^2, cor(d$z, d$g)^2) }
boots <- boot(data.frame(z = quality, g = total$servqual, p = total$servperf), delta_of, R = 20000)
bca <- sapply(1:2, function(i) boot.ci(boots, type = "bca", index = i)$bca[4:5])

# Variance restriction
g <- p - e; cuts <- quantile(e, c(1, 2) / 3); third <- findInterval(e, cuts)
glejser <- cor.test(e, abs(residuals(lm(g ~ e))))
write_json(list(versions = list(R = as.character(getRversion()), psych = as.character(packageVersion("psych")), boot = as.character(packageVersion("boot"))),
  file = "answers.csv", folds = folds, reliability = reliability, by_formula = as.list(formula),
  weighted = list(weighted_servqual = as.list(weighted(G)), weighted_servperf = as.list(weighted(P))),
  quality = predict_all(quality), loyalty = predict_all(loyalty), bca = list(delta = bca[, 1], r_squared = bca[, 2], samples = 20000),
  restriction = list(thirds = unname(tapply(g, third, var)), r = unname(glejser$estimate), p = glejser$p.value, ceiling = 100 * mean(E == 7),
    higher = 100 * mean(g < 0), r_pe = cor(p, e), possible_e = 100 * (var(e) * (n - 1) / n) / ((7 - mean(e)) * (mean(e) - 1)),
    possible_gap = 100 * (var(g) * (n - 1) / n) / ((6 - mean(g)) * (mean(g) + 6))),
  correlations = list(criterion = unlist(lapply(total[1:5], function(x) cor(x, quality))), p = unlist(lapply(total[1:5], function(x) cor(x, p))), e = unlist(lapply(total[1:5], function(x) cor(x, e))))),
  "forms.json", digits = NA, auto_unbox = TRUE, na = "null")
