using ErrorManagement.Families.Framework;

namespace ErrorManagement.Core.Tests.Errors.Families.Framework;

public class CoreExceptionTests
{
    public static TheoryData<CodedException, string, string> Shapes => new()
    {
        { new CoreException("gone"), "gone", "" }, // S0.13
        { new ConfigurationException("no value"), "no value", "" }, // S0.14
        { new ConfigurationException("no value", "payments:url"), "Configuration key 'payments:url': no value", "config_key=payments:url" },
        { new InitializationException("no licence"), "no licence", "" }, // S0.15
        { new InitializationException("no licence", "scheduler"), "Component scheduler: no licence", "component=scheduler" },
        { new ValidationException("too low"), "too low", "" }, // S0.16
        { new ValidationException("too low", "age"), "Field 'age': too low", "field=age" },
        { new ValidationException("too low", "age", -1), "Field 'age': too low", "field=age" }, // S0.12
        { new ValidationException("too low", value: "hunter2"), "too low", "" },
        { new WorkspaceException("not writable"), "not writable", "" }, // S0.17
        { new WorkspaceException("not writable", "/srv/w"), "Workspace '/srv/w': not writable", "path=/srv/w" },
        { new DependencyException("missing"), "missing", "" }, // S0.18, B2
        { new DependencyException("missing", "libpq"), "Dependency libpq: missing", "dependency=libpq" },
        { new DependencyException("missing", "libpq", "16.2"), "Dependency libpq >=16.2: missing", "dependency=libpq, required_version=16.2" },
        { new DependencyException("missing", requiredVersion: "16.2"), "Dependency >=16.2: missing", "required_version=16.2" },
        { new ResourceException("in use"), "in use", "" }, // S0.19, B2
        { new ResourceException("in use", "gpu"), "Resource gpu: in use", "resource_type=gpu" },
        { new ResourceException("in use", "gpu", "3"), "Resource 'gpu:3': in use", "resource_id=3, resource_type=gpu" },
        { new ResourceException("in use", resourceId: "3"), "Resource with id '3': in use", "resource_id=3" },
        { new StateException("not allowed"), "not allowed", "" }, // S0.20, B2
        { new StateException("not allowed", "idle"), "State idle: not allowed", "current_state=idle" },
        { new StateException("not allowed", "idle", "done"), "State idle -> done: not allowed", "current_state=idle, target_state=done" },
        { new StateException("not allowed", targetState: "done"), "State -> done: not allowed", "target_state=done" },
        { new PermissionException("denied"), "denied", "" }, // S0.21, B2
        { new PermissionException("denied", "/srv"), "Resource '/srv': denied", "resource=/srv" },
        { new PermissionException("denied", "/srv", "write"), "Resource '/srv' needs permission write: denied", "required_permission=write, resource=/srv" },
        { new PermissionException("denied", requiredPermission: "write"), "Permission write: denied", "required_permission=write" },
    };

    [Theory] // S0.13 to S0.21
    [MemberData(nameof(Shapes))]
    public void Messages_and_contexts_hold_what_was_given(CodedException error, string message, string context)
    {
        error.Message.Should().Be(message);
        ContextText.Of(error).Should().Be(context);
    }

    [Fact] // S0.12
    public void A_refused_value_is_kept_as_it_is_and_written_nowhere()
    {
        var password = new string("hunter2");
        var error = new ValidationException("too short", "password", password);

        error.Value.Should().BeSameAs(password);
        error.ToString().Should().NotContain(password);
        error.Context.Values.Should().NotContain(password);
    }
}
