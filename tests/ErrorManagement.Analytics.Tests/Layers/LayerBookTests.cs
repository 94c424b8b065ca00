using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Layers;

public sealed class LayerBookTests
{
    [Fact] // threads read the clock before they come to the book
    public void An_error_that_comes_with_an_earlier_reading_counts_with_the_newest()
    {
        var book = new LayerBook(new Dictionary<string, LayerSettings>(), new LayeredErrorOptions(), TimelineSettings.Default, isFed: false);
        var error = new NewLayerError { Layer = "ui", ErrorType = "T", Message = "m", Severity = ErrorSeverity.Error };

        book.Add(in error, new LayerMoment(1_000, 5_000), out _);
        book.Add(in error, new LayerMoment(900, 4_900), out _);
        book.Add(in error, new LayerMoment(1_100, 4_000), out _); // the wall clock was set back

        book.Timeline().Select(e => e.At.UtcTicks).Should().Equal(5_000, 5_000, 4_000);
    }
}
