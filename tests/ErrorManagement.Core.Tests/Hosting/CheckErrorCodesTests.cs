using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

public sealed class CheckErrorCodesTests
{
    [Fact] // D1
    public void Two_types_with_one_code_are_found_at_start_and_named()
    {
        var act = Starting(builder => builder.CheckErrorCodes(typeof(PaymentDeclined)).CheckErrorCodes(typeof(PaymentLost)));

        act.Should().Throw<OptionsValidationException>().Which.Message.Should()
            .Contain("SHOP-PAY-701").And.Contain(nameof(PaymentDeclined)).And.Contain(nameof(PaymentLost));
    }

    [Fact]
    public void A_malformed_code_is_found_at_start_with_its_type()
    {
        var act = Starting(builder => builder.CheckErrorCodes(typeof(Misspelled)));

        act.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain(nameof(Misspelled)).And.Contain("SHOP_PAY");
    }

    [Fact]
    public void The_library_s_own_codes_pass()
    {
        var act = Starting(builder => builder.CheckErrorCodes(typeof(CodedException).Assembly).CheckErrorCodes(typeof(PaymentDeclined), typeof(string)));

        act.Should().NotThrow();
    }

    private static Action Starting(Action<IErrorManagementBuilder> add)
    {
        var services = new ServiceCollection();
        add(services.AddErrorManagementCore());
        var provider = services.BuildServiceProvider();
        return () => provider.GetRequiredService<IStartupValidator>().Validate();
    }

    [ErrorCode("SHOP-PAY-701")]
    private sealed class PaymentDeclined() : CodedException("declined");

    [ErrorCode("SHOP-PAY-701")]
    private sealed class PaymentLost() : CodedException("lost");

    [ErrorCode("SHOP_PAY")]
    private sealed class Misspelled() : CodedException("misspelled");
}
