namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// The rate that lies behind k failures of n calls, at least, with a given confidence: the lower end of the one-sided score interval
/// (E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American Statistical Association 22, 1927).
/// </summary>
internal sealed class WilsonBound
{
    private readonly double _z;

    /// <param name="confidence">How sure the bound is, 0.5 to 1, both exclusive.</param>
    public WilsonBound(double confidence)
    {
        if (!(confidence is > 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must be more than 0.5 and less than 1.");
        }

        _z = NormalQuantile(confidence);
    }

    /// <summary>The bound, 0 to 1; 0 without calls.</summary>
    /// <param name="failures">k, 0 to <paramref name="calls"/>.</param>
    /// <param name="calls">n, from 0 on.</param>
    public double Lower(long failures, long calls)
    {
        if (failures <= 0 || calls <= 0)
        {
            return 0;
        }

        // The smaller root of (p - x)^2 = z^2 x (1 - x) / n, as the product of both roots by the larger one: nothing is subtracted that could cancel.
        var p = (double)failures / calls;
        var half = _z * _z / (2.0 * calls);
        var spread = _z * Math.Sqrt((p * (1 - p) / calls) + (half / (2.0 * calls)));
        return p * p / (p + half + spread);
    }

    /// <summary>
    /// The quantile of the standard normal distribution for 0.5 and above, to about 1 part in 10^16
    /// (M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37, 1988, routine PPND16).
    /// </summary>
    internal static double NormalQuantile(double probability)
    {
        var q = probability - 0.5;
        if (q <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q
                * Polynomial(r, 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3)
                / Polynomial(r, 1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3);
        }

        var tail = Math.Sqrt(-Math.Log(1 - probability));
        return tail <= 5
            ? Polynomial(tail - 1.6, 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4)
                / Polynomial(tail - 1.6, 1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9)
            : Polynomial(tail - 5, 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7)
                / Polynomial(tail - 5, 1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15);
    }

    private static double Polynomial(double x, params ReadOnlySpan<double> coefficients)
    {
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = (sum * x) + coefficients[i];
        }

        return sum;
    }
}
