# Drivers, NPS and the map: base R (and MASS to draw). Writes drivers.json and customers.csv beside this script.
# Run: Rscript tests/oracles/drivers/make.R (from the repository's root)
suppressPackageStartupMessages({library(MASS); library(jsonlite)})
folder <- "tests/oracles/drivers"
out <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."),
                            MASS = as.character(packageVersion("MASS"))))

# Inputs: four correlated scores with unequal error variance, a rating from 0 to 10, a churn event.
set.seed(811)
n <- 160
S <- matrix(0.45, 4, 4); diag(S) <- 1; S[3, 4] <- S[4, 3] <- 0.8
x <- round(mvrnorm(n, c(5, 4.5, 5.2, 4.8), S), 2)
colnames(x) <- c("care", "speed", "skill", "rooms")
y <- round(0.6 * x[, 1] + 0.3 * x[, 2] + 0.2 * x[, 3] + rnorm(n) * (0.4 + 0.2 * abs(x[, 1] - 5)), 3)
left <- rbinom(n, 1, plogis(2.5 - 0.9 * x[, 1] + 0.3 * x[, 4]))
rating <- pmin(10, pmax(0, round(1.7 * y - 0.2 + rnorm(n))))
segment <- sample(c("east", "north", "west"), n, TRUE)
write.csv(data.frame(x, y = y, left = left, rating = rating, segment = segment),
          file.path(folder, "customers.csv"), row.names = FALSE)
x <- as.data.frame(x); k <- ncol(x)

# Relative importance by its definition: the mean over all k! orders of entry (no formula shared with ours).
orders <- function(v) if (length(v) < 2) list(v) else
  do.call(c, lapply(seq_along(v), function(i) lapply(orders(v[-i]), function(r) c(v[i], r))))
lmg <- function(fit) {
  all <- orders(seq_len(k)); gain <- matrix(0, length(all), k)
  for (i in seq_along(all)) { before <- fit(integer())
    for (j in seq_len(k)) { after <- fit(all[[i]][1:j]); gain[i, all[[i]][j]] <- after - before; before <- after } }
  colMeans(gain)
}
r2 <- function(s) if (!length(s)) 0 else summary(lm(y ~ ., data = x[s]))$r.squared
mcf <- function(s) { f <- if (length(s)) glm(left ~ ., binomial, x[s]) else glm(left ~ 1, binomial)
  1 - f$deviance / f$null.deviance }
fit <- lm(y ~ ., data = x)
X <- model.matrix(fit); e <- residuals(fit); h <- hatvalues(fit); XtXi <- solve(crossprod(X))
hc3 <- XtXi %*% t(X) %*% diag(e^2 / (1 - h)^2) %*% X %*% XtXi
vif <- sapply(seq_len(k), function(j) 1 / (1 - summary(lm(x[[j]] ~ ., data = x[-j]))$r.squared))
scaled <- sweep(X, 2, sqrt(colSums(X^2)), "/"); d <- svd(scaled)
parts <- t(sapply(seq_len(k + 1), function(i) d$v[i, ]^2 / d$d^2 / sum(d$v[i, ]^2 / d$d^2)))
beta <- coef(fit)[-1] * sapply(x, sd) / sd(y)
out$linear <- list(b = unname(coef(fit)[-1]), se = unname(summary(fit)$coefficients[-1, 2]),
  p = unname(summary(fit)$coefficients[-1, 4]), ci = unname(confint(fit)[-1, ]), beta = unname(beta),
  se_hc3 = unname(sqrt(diag(hc3))[-1]), r_squared = summary(fit)$r.squared,
  adjusted = summary(fit)$adj.r.squared, sigma = summary(fit)$sigma, importance = lmg(r2),
  alone = sapply(seq_len(k), r2), vif = vif, condition = d$d[1] / d$d, parts = t(parts))

z <- as.data.frame(scale(x))
g <- glm(left ~ ., binomial, z, control = glm.control(epsilon = 1e-14, maxit = 100))
p <- fitted(g); w <- mean(p * (1 - p))
up <- p[left == 1]; down <- p[left == 0]
out$logit <- list(b = unname(coef(g)[-1]) / unname(sapply(x, sd)), odds = unname(exp(coef(g)[-1])),
  wald = unname(exp(confint.default(g)[-1, ])), p = unname(summary(g)$coefficients[-1, 4]),
  effect = unname(100 * coef(g)[-1] * w), mcfadden = mcf(1:k), importance = lmg(mcf),
  alone = sapply(seq_len(k), mcf), auc = mean(outer(up, down, ">") + outer(up, down, "==") / 2),
  p_all = pchisq(g$null.deviance - g$deviance, k, lower.tail = FALSE))

# Deviances of all 16 subsets in the sample and in one with weights.
counts <- tabulate(sample(n, n, TRUE), n)
subsets <- lapply(0:(2^k - 1), function(s) which(bitwAnd(s, 2^(0:(k - 1))) > 0))
dev_of <- function(weight) sapply(subsets, function(s) {
  M <- if (length(s)) cbind(1, as.matrix(x[s])) else matrix(1, n, 1)
  suppressWarnings(glm.fit(M, left, weights = weight, family = binomial(),
                           control = glm.control(epsilon = 1e-14, maxit = 100)))$deviance })
out$subsets <- list(counts = counts, once = dev_of(rep(1, n)), weighted = dev_of(counts))

# NPS: score interval from the likelihood itself (constrained shares found numerically), not Tango's root.
score_interval <- function(b, c, n, level = 0.95) {
  stat <- function(delta) { # shares p1 = q + delta, p2 = q
    loglik <- function(q) { p <- c(q + delta, q, 1 - 2 * q - delta); m <- c(b, c, n - b - c)
      if (any(p < 0)) return(-1e300); sum(ifelse(m > 0, m * log(pmax(p, 1e-300)), 0)) }
    lo <- max(0, -delta); hi <- (1 - delta) / 2
    q <- optimize(loglik, c(lo, hi), maximum = TRUE, tol = 1e-12)$maximum
    (b - c - n * delta) / sqrt(n * (2 * q + delta - delta^2)) }
  zc <- qnorm((1 + level) / 2); est <- (b - c) / n
  c(uniroot(function(d) stat(d) - zc, c(-1 + 1e-6, est), tol = 1e-12)$root,
    uniroot(function(d) stat(d) + zc, c(est, 1 - 1e-6), tol = 1e-12)$root) * 100 }
cases <- list(c(40, 20, 100), c(1, 7, 21), c(0, 12, 30), c(25, 3, 40), c(150, 148, 407), c(2, 2, 11))
out$nps <- lapply(cases, function(m) list(counts = m, score = score_interval(m[1], m[2], m[3]),
  wald = 100 * ((m[1] - m[2]) / m[3] + c(-1, 1) * qnorm(.975) *
    sqrt(((m[1] + m[2]) / m[3] - ((m[1] - m[2]) / m[3])^2) / m[3]))))
value <- ifelse(rating >= 9, 100, ifelse(rating <= 6, -100, 0))
up <- x$care[rating >= 9]; down <- x$care[rating <= 6]
tt <- t.test(up, down)
out$split <- list(care = list(difference = unname(tt$estimate[1] - tt$estimate[2]), ci = as.numeric(tt$conf.int),
  p = tt$p.value, auc = unname(wilcox.test(up, down, exact = FALSE)$statistic) / (length(up) * length(down))))
by <- tapply(value, segment, mean); se2 <- tapply(value, segment, function(v) mean((v - mean(v))^2) / length(v))
wt <- 1 / se2; q <- sum(wt * (by - sum(wt * by) / sum(wt))^2)
out$segments <- list(nps = as.list(by), se = as.list(sqrt(se2)), q = q, p = pchisq(q, 2, lower.tail = FALSE))

# The map: errors of a correlation and of a mean, jointly (infinitesimal jackknife by central differences).
stat <- function(w) { w <- w / sum(w); m <- colSums(w * pairs); d <- sweep(pairs, 2, m)
  c(sum(w * d[, 1] * d[, 2]) / sqrt(sum(w * d[, 1]^2) * sum(w * d[, 2]^2)), m[1]) }
pairs <- cbind(x$care, y); w0 <- rep(1 / n, n); eps <- 1e-4
L <- t(sapply(seq_len(n), function(i) { one <- replace(numeric(n), i, 1)
  (stat((1 - eps) * w0 + eps * one) - stat((1 + eps) * w0 - eps * one)) / (2 * eps) }))
V <- crossprod(L) / n^2
out$map <- list(se = sqrt(diag(V) * n / (n - 1)), correlation = V[1, 2] / sqrt(V[1, 1] * V[2, 2]))
# Bivariate normal probabilities by integrating a conditional normal.
bvn <- function(h, k, r) integrate(function(t) dnorm(t) * pnorm((k - r * t) / sqrt(1 - r^2)), -Inf, h, rel.tol = 1e-12)$value
grid <- expand.grid(h = c(-1.3, 0, 0.7), k = c(-0.4, 0, 2.1), r = c(-0.8, 0, 0.35))
out$bvn <- list(h = grid$h, k = grid$k, r = grid$r, p = mapply(bvn, grid$h, grid$k, grid$r))
write_json(out, file.path(folder, "drivers.json"), digits = NA, auto_unbox = TRUE, pretty = TRUE)
