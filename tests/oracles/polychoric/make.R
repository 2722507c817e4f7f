# Polychoric, tetrachoric and polyserial correlations and their asymptotic covariances, by lavaan,
# psych and polycor. Run in this folder: Rscript make.R
# two     simulated, eight items of two categories, 300 respondents, some empty cells
# mixed   simulated, two items each of 2, 3, 5 and 7 categories, codes with gaps, 250 respondents
library(lavaan); library(psych); library(polycor); library(jsonlite)
set.seed(41)
versions <- list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")),
                 psych = as.character(packageVersion("psych")),
                 semTools = as.character(packageVersion("semTools")),
                 polycor = as.character(packageVersion("polycor")))

latent <- function(n, p, r) {
  f <- rnorm(n)
  sapply(seq_len(p), function(i) sqrt(r) * f + sqrt(1 - r) * rnorm(n))
}
cut_at <- function(x, shares) findInterval(x, qnorm(cumsum(shares)[-length(shares)])) + 1
x <- latent(300, 8, 0.6)
two <- as.data.frame(sapply(1:8, function(i) cut_at(x[, i], c(i / 9, 1 - i / 9))))
names(two) <- paste0("Q", 1:8)
x <- latent(250, 8, 0.45)
shares <- list(c(.3, .7), c(.8, .2), c(.2, .5, .3), c(.6, .3, .1), c(.1, .2, .3, .2, .2),
               c(.4, .3, .1, .1, .1), rep(1 / 7, 7), c(.4, .2, .1, .1, .1, .05, .05))
mixed <- as.data.frame(sapply(1:8, function(i) cut_at(x[, i], shares[[i]])))
names(mixed) <- paste0("Q", 1:8)
mixed$Q5 <- c(0, 1, 3, 4, 9)[mixed$Q5]
mixed$outcome <- 10 + 2 * x[, 1] + rnorm(250)
write.csv(two, "two.csv", row.names = FALSE)
write.csv(mixed, "mixed.csv", row.names = FALSE)

read <- function(case) read.csv(if (case %in% c("two", "mixed")) paste0(case, ".csv") else
                                file.path("..", "answers", paste0(case, ".csv")))
save <- function(x, name) write_json(c(list(versions = versions), x), paste0(name, ".json"),
                                     digits = NA, auto_unbox = TRUE)
plain <- function(m) unname(as.matrix(unclass(m)))
# psych minimises its likelihood to about 1e-4; the same function minimised further
tight <- function(x, correct) {
  p <- ncol(x); R <- diag(p)
  for (i in 2:p) for (j in 1:(i - 1)) {
    tab <- table(x[, i], x[, j]) / nrow(x)
    if (correct > 0) tab[tab == 0] <- correct / nrow(x)
    rc <- qnorm(cumsum(rowSums(tab))[-nrow(tab)]); cc <- qnorm(cumsum(colSums(tab))[-ncol(tab)])
    R[i, j] <- R[j, i] <- optimize(psych:::polyF, c(-1, 1), rc = rc, cc = cc, tab, tol = 1e-10)$minimum
  }
  R
}

for (case in c("survey", "small", "bfi", "two", "mixed", "holes")) {
  x <- read(case); x$outcome <- NULL
  out <- list()
  for (missing in if (case == "holes") c("listwise", "pairwise") else "listwise")
    out[[missing]] <- plain(suppressWarnings(lavCor(x, ordered = names(x), missing = missing)))
  fit <- suppressWarnings(lavCor(na.omit(x), ordered = names(x), output = "fit"))
  out$n <- nrow(na.omit(x))
  out$thresholds <- unname(unclass(lavInspect(fit, "sampstat")$th))
  if (case %in% c("small", "two")) {
    out$psych_plain <- plain(psych::polychoric(x, correct = 0, smooth = FALSE)$rho)
    out$psych_half <- plain(suppressWarnings(
      psych::polychoric(x, correct = 0.5, global = FALSE, smooth = FALSE)$rho))
    out$tight_plain <- tight(x, 0); out$tight_half <- tight(x, 0.5)
    out$polycor <- sapply(1:(ncol(x) - 1), function(j) polychor(x[, j], x[, j + 1]))
  }
  save(out, case)
}

# the asymptotic covariance of thresholds and correlations
gamma_of <- function(x) {
  model <- paste("f =~", paste(names(x), collapse = " + "))
  fit <- suppressWarnings(cfa(model, x, ordered = names(x), estimator = "WLSMV", do.fit = FALSE,
                              std.lv = TRUE))
  s <- lavInspect(fit, "sampstat")
  list(n = nrow(x), thresholds = unname(unclass(s$th)), threshold_names = names(s$th),
       correlation = plain(s$cov), gamma = plain(lavInspect(fit, "gamma")))
}
save(gamma_of(read("survey")[, 1:5]), "gamma_seven")
save(gamma_of(read("small")[, 1:5]), "gamma_five")
save(gamma_of(read("two")[, 2:7]), "gamma_two")
save(gamma_of(read("mixed")[, 1:8]), "gamma_mixed")

x <- read("mixed")
both <- suppressWarnings(lavCor(x, ordered = paste0("Q", 1:8)))
# polycor's two-step polyserial is not the likelihood's maximum but an approximation, so it is no oracle
save(list(lavaan = unname(unclass(both)["outcome", 1:8])), "polyserial")

R <- matrix(c(1, .9, .2, .9, 1, .9, .2, .9, 1), 3)
save(list(given = R, smoothed = suppressWarnings(cor.smooth(R))), "smooth")

# reliability on polychorics: alpha of the matrix; Green & Yang's omega with lavaan's loadings
library(semTools)
for (case in c("survey", "small", "two")) {
  x <- read(case)[, 1:4]
  fit <- suppressWarnings(cfa(paste("f =~", paste(names(x), collapse = " + ")), x,
                              ordered = names(x), estimator = "WLSMV", std.lv = TRUE))
  R <- unclass(lavInspect(fit, "sampstat")$cov)
  a <- psych::alpha(plain(R), n.obs = nrow(x), warnings = FALSE)
  # omega of a one-factor maximum-likelihood model of the polychoric matrix
  ml <- cfa(paste("f =~", paste(names(x), collapse = " + ")), sample.cov = R, sample.nobs = nrow(x),
            std.lv = TRUE, sample.cov.rescale = FALSE)
  # interval of alpha by the delta method on lavaan's Γ
  k <- ncol(x); total <- sum(R); G <- lavInspect(fit, "gamma"); at <- nrow(G) - k * (k - 1) / 2
  g <- rep(k / (k - 1) * k / total^2 * 2, k * (k - 1) / 2)
  G <- G[at + seq_along(g), at + seq_along(g)]
  save(list(items = names(x), n = nrow(x), alpha = a$total$raw_alpha, lambda6 = a$total$`G6(smc)`,
            alpha_se = sqrt(as.vector(g %*% G %*% g) / nrow(x)),
            r_drop = a$item.stats$r.drop, alpha_if_dropped = a$alpha.drop$raw_alpha,
            loadings = as.vector(lavInspect(fit, "est")$lambda), correlation = plain(R),
            loadings_ml = as.vector(lavInspect(ml, "est")$lambda),
            omega_ml = sum(lavInspect(ml, "est")$lambda)^2 / total,
            omega_latent = as.vector(compRelSEM(fit, ord.scale = FALSE)),
            omega_categorical = as.vector(compRelSEM(fit, ord.scale = TRUE))),
       paste0("reliability_", case))
}

# eigenvalues of lavaan's polychorics of shuffled answers, for parallel analysis
set.seed(7)
x <- read("small")[, 1:6]
values <- replicate(300, eigen(unclass(suppressWarnings(
  lavCor(as.data.frame(lapply(x, sample)), ordered = names(x)))))$values)
save(list(draws = 300, mean = rowMeans(values), sd = apply(values, 1, sd)), "parallel")
