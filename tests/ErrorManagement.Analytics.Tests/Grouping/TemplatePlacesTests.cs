using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class TemplatePlacesTests
{
    [Theory]
    [InlineData("order <num> failed", "order <num> failed", "<num>")]
    [InlineData("for <*> by <*>", "for ann by LOCAL(<num>)", "ann|LOCAL(<num>)")]
    [InlineData("<*> of (<*>)", "a  of ()", "a|")]
    [InlineData("<*>", "anything at all", "anything at all")]
    [InlineData("key=<*>", "key=", "")]
    [InlineData("a <*> b <*>", "a x b y b z", "x|y b z")]
    [InlineData("plain", "plain", "")]
    public void What_stands_in_the_places_is_found(string template, string text, string values)
    {
        var places = new TemplatePlaces(template);
        var found = new Range[TemplatePlaces.MaxPlaces];

        places.Find(text, found).Should().BeTrue();
        string.Join('|', found.Take(places.Count).Select(range => text[range])).Should().Be(values);
    }

    [Theory]
    [InlineData("order <num> failed", "order <num> passed")]
    [InlineData("order <num> failed", "an order <num> failed")]
    [InlineData("order <num> failed", "order <num> failed again")]
    [InlineData("plain", "plain text")]
    public void A_text_of_another_template_is_refused(string template, string text) =>
        new TemplatePlaces(template).Find(text, new Range[TemplatePlaces.MaxPlaces]).Should().BeFalse();
}
