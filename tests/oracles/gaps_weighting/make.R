# Oracles for weighted gaps, derived importance and paired comparisons, in base R and boot.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({library(boot); library(jsonlite)})
set.seed(20240715)
n <- 160
dims <- c("care", "speed", "place", "skill")
clamp <- function(x) round(pmin(pmax(x, 0), 100), 1)
level <- rnorm(n, sd = 9)
survey <- data.frame(row = seq_len(n), branch = rep(c("north", "south"), c(100, 60)))
for (k in 1:4) survey[[paste0("E", k)]] <- clamp(94 - rexp(n, 1 / 10) + level / 3)
for (k in 1:4) survey[[paste0("P", k)]] <- clamp(80 - 5 * k - rexp(n, 1 / 15) + level + rnorm(n, sd = 6))
raw <- matrix(rgamma(n * 4, shape = rep(c(6, 4, 2, 3), each = n)), n)
points <- round(100 * raw / rowSums(raw)); points[, 4] <- 100 - rowSums(points[, 1:3])
for (k in 1:4) survey[[paste0("points_", dims[k])]] <- points[, k]
P <- as.matrix(survey[paste0("P", 1:4)])
survey$overall <- round(P %*% c(.4, .25, 0, .15) / 10 + rnorm(n, sd = .9), 2)[, 1]
survey$P2[c(5, 50, 120)] <- NA; survey$E4[c(17, 90)] <- NA
survey$points_place[c(9, 33, 70, 71)] <- NA; survey$overall[c(2, 140)] <- NA
write.csv(survey, "survey.csv", row.names = FALSE, na = "")

P <- as.matrix(survey[paste0("P", 1:4)]); G <- P - as.matrix(survey[paste0("E", 1:4)])
W <- as.matrix(survey[paste0("points_", dims)])
colnames(P) <- colnames(G) <- colnames(W) <- dims
has_w <- complete.cases(W); has_g <- complete.cases(G)
manager <- c(care = 30, speed = 40, place = 10, skill = 20)

# R² of subsets of predictors, from covariances; LMG by its definition over all orders of entry
r2 <- function(S, at) { if (!length(at)) return(0); y <- ncol(S); drop(S[y, at] %*% solve(S[at, at], S[at, y])) / S[y, y] }
orders <- function(x) if (length(x) < 2) list(x) else unlist(lapply(seq_along(x), function(i) lapply(orders(x[-i]), function(o) c(x[i], o))), recursive = FALSE)
lmg_orders <- function(S) { p <- ncol(S) - 1; all <- orders(seq_len(p)); out <- numeric(p)
  for (o in all) for (i in seq_along(o)) out[o[i]] <- out[o[i]] + r2(S, o[seq_len(i)]) - r2(S, o[seq_len(i - 1)])
  out / length(all) }
bits <- function(s, p) which(bitwAnd(s, 2^(0:(p - 1))) > 0)
lmg <- function(S) { p <- ncol(S) - 1; R <- sapply(0:(2^p - 1), function(s) r2(S, bits(s, p)))
  sapply(1:p, function(j) { without <- Filter(function(s) bitwAnd(s, 2^(j - 1)) == 0, 0:(2^p - 1))
    sum(sapply(without, function(s) { k <- length(bits(s, p)); factorial(k) * factorial(p - k - 1) / factorial(p) * (R[s + 2^(j - 1) + 1] - R[s + 1]) })) }) }
shares <- function(S, f = lmg) { v <- pmax(f(S), 0); 100 * v / sum(v) }
johnson <- function(S) { C <- cov2cor(S); p <- ncol(C) - 1; e <- eigen(C[1:p, 1:p]); root <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
  drop(root^2 %*% solve(root, C[1:p, p + 1])^2) }
beta <- function(S) { p <- ncol(S) - 1; solve(S[1:p, 1:p], S[1:p, p + 1]) * sqrt(diag(S)[1:p] / S[p + 1, p + 1]) }
r <- function(S) { p <- ncol(S) - 1; cov2cor(S)[1:p, p + 1] }
methods <- list(relative = lmg, johnson = johnson, standardised = beta, correlation = r)
frame <- function(scores) { x <- cbind(scores, overall = survey$overall); x[complete.cases(x), ] }
# Delta method by weights of respondents: one respondent's weight a little larger and smaller
influence <- function(x, statistic) { n <- nrow(x); h <- 1e-4
  moments <- function(w) { w <- w / sum(w); m <- colSums(w * x); crossprod(sqrt(w) * sweep(x, 2, m)) }
  t(sapply(seq_len(n), function(i) { one <- function(e) { w <- rep((1 - e) / n, n); w[i] <- w[i] + e; statistic(moments(w)) }
    (one(h) - one(-h)) / (2 * h) })) }
delta <- function(x, statistic) { l <- influence(x, statistic); sqrt(colSums(l^2) / (nrow(x) * (nrow(x) - 1))) }
derived <- function(scores) { x <- frame(scores); S <- cov(x)
  stopifnot(all.equal(lmg_orders(S), lmg(S)))
  fit <- summary(lm(overall ~ ., as.data.frame(x)))
  c(list(n = nrow(x), r_squared = fit$r.squared, adjusted = fit$adj.r.squared, importance = lmg_orders(S),
         vif = diag(solve(cor(x[, 1:4])))),
    lapply(methods, function(f) { s <- function(S) shares(S, f)
      list(weights = s(S), importance = unname(f(S)), se = delta(x, s)) })) }

# Weighted totals
t_line <- function(x) { t <- t.test(x); list(n = length(x), weighted = mean(x), low = t$conf.int[1], high = t$conf.int[2], sd = sd(x)) }
fixed <- t_line(drop(G[has_g, ] %*% manager) / 100)
fixed_by <- lapply(split(which(has_g), survey$branch[has_g]), function(i) t_line(drop(G[i, ] %*% manager) / 100))
both <- has_w & has_g      # sample's weights among complete respondents: delta method with the joint covariance
m <- sum(both); wbar <- colMeans(W[both, ]); gbar <- colMeans(G[both, ])
gradient <- c(gbar, wbar) / 100
se <- drop(sqrt(t(gradient) %*% cov(cbind(W[both, ], G[both, ])) %*% gradient / m))
sample_complete <- list(n = m, weighted = sum(wbar * gbar) / 100, se = se, low = sum(wbar * gbar) / 100 - qt(.975, m - 1) * se, high = sum(wbar * gbar) / 100 + qt(.975, m - 1) * se)

# Bootstrap: respondents drawn whole, weights found anew in each sample
B <- 4999
statistic <- function(d, i) { d <- d[i, ]; w <- colMeans(d[, 1:4], na.rm = TRUE); g <- colMeans(d[complete.cases(d[, 5:8]), 5:8])
  own <- d[complete.cases(d[, 1:8]), ]
  x <- d[complete.cases(d[, 9:13]), 9:13]; s <- shares(cov(x))
  c(respondents = sum(colMeans(own[, 1:4] * own[, 5:8])) / 100, sample = sum(w * g) / 100, derived = sum(s * g) / 100, given = sum(manager * g) / 100, setNames(s, paste0("share_", dims))) }
W[!has_w, ] <- NA
data <- cbind(W, G, P, survey$overall)
took <- system.time(b <- boot(data, statistic, R = B))[["elapsed"]]
L <- empinf(data = data, statistic = statistic, stype = "i", type = "jack")
jack <- function(k) empinf(data = data, statistic = function(d, i) statistic(d, i)[k], stype = "i", type = "jack")
boots <- lapply(setNames(names(b$t0), names(b$t0)), function(k) { at <- match(k, names(b$t0))
  ci <- boot.ci(b, index = at, type = c("perc", "bca"), L = jack(at)); list(value = b$t0[[at]], se = sd(b$t[, at]), percentile = ci$percent[4:5], bca = ci$bca[4:5]) })
message(sprintf("%.1f s for %d resamples", took, B))

# Paired comparisons: principal eigenvectors; Harker's matrix for the judgement that follows from the others
principal <- function(A) { e <- eigen(A); at <- which.max(Re(e$values)); v <- Re(e$vectors[, at]); list(w = v / sum(v), largest = Re(e$values[at])) }
fill <- function(upper) { k <- (1 + sqrt(1 + 8 * length(upper))) / 2; A <- diag(k); A[lower.tri(A)] <- 1; A <- t(A); A[lower.tri(A)] <- 0
  at <- 1; for (i in 1:(k - 1)) for (j in (i + 1):k) { A[i, j] <- upper[at]; A[j, i] <- 1 / upper[at]; at <- at + 1 }; A }
RI <- c(0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
ahp <- function(upper) { A <- fill(upper); k <- nrow(A); p <- principal(A)
  pairs <- which(upper.tri(A), arr.ind = TRUE); pairs <- pairs[order(pairs[, 1], pairs[, 2]), ]
  agrees <- apply(pairs, 1, function(q) { H <- A; H[q[1], q[2]] <- H[q[2], q[1]] <- 0; H[q[1], q[1]] <- H[q[2], q[2]] <- 2; w <- principal(H)$w; w[q[1]] / w[q[2]] })
  g <- exp(rowMeans(log(A)))
  list(upper = upper, weights = p$w, lambda_max = p$largest, index = (p$largest - k) / (k - 1), ratio = (p$largest - k) / (k - 1) / RI[k], geometric = g / sum(g), agrees = unname(agrees)) }
uppers <- list(c(3, 5, 1 / 2, 2, 1 / 4, 1 / 7), c(2, 4, 1, 2, 1 / 3, 1 / 5), c(1, 7, 1 / 3, 3, 1 / 2, 1 / 6))
entropy <- function(p) -sum(p * log(p))
group <- { w <- t(sapply(uppers, function(u) principal(fill(u))$w)); a <- exp(mean(apply(w, 1, entropy))); g <- exp(entropy(colMeans(w)))
  least <- exp(entropy(c(9, 1, 1, 1) / 12)) / 4
  A <- exp(Reduce(`+`, lapply(uppers, function(u) log(fill(u)))) / 3)
  list(uppers = uppers, weights = principal(A)$w, consensus = (a / g - least) / (1 - least)) }

write_json(list(
  made_with = list(R = R.version.string, boot = as.character(packageVersion("boot")), jsonlite = as.character(packageVersion("jsonlite"))),
  derived = list(perception = derived(P), gap = derived(G)),
  given = list(weights = as.list(manager), total = fixed, by = fixed_by), sample_complete = sample_complete,
  resamples = B, boot = boots,
  ahp = list(experts = lapply(uppers, ahp), group = group)), "weighting.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
